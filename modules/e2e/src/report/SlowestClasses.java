import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Prints the ten test classes that took longest, out of the reports that this build's Surefire and Failsafe have written. */
final class SlowestClasses {

    private static final int SHOWN = 10;
    private static final Pattern SUITE = Pattern.compile("<testsuite [^>]*?\\bname=\"([^\"]+)\"[^>]*?\\btime=\"([0-9.,]+)\"");

    private record TestClass(String name, double seconds) {}

    private SlowestClasses() {}

    /** @param arguments the modules' folder, and when the build began: older reports are of another build */
    public static void main(String[] arguments) throws IOException {
        Instant began = Instant.parse(arguments[1]);
        List<TestClass> classes;
        try (Stream<Path> files = Files.find(Path.of(arguments[0]), 4, (file, attributes) -> isReport(file)
                && !attributes.lastModifiedTime().toInstant().isBefore(began))) {
            classes = files.flatMap(SlowestClasses::read).toList();
        }
        if (classes.isEmpty()) {
            return;
        }
        double all = classes.stream().mapToDouble(TestClass::seconds).sum();
        System.out.printf(Locale.ROOT, "%nThe slowest of %d test classes (%.0f s in all):%n", classes.size(), all);
        classes.stream()
                .sorted(Comparator.comparingDouble(TestClass::seconds).reversed())
                .limit(SHOWN)
                .forEach(each -> System.out.printf(Locale.ROOT, "%8.1f s  %s%n", each.seconds(), each.name()));
    }

    private static boolean isReport(Path file) {
        return file.toString().matches(".*/target/(surefire|failsafe)-reports/TEST-[^/]+\\.xml");
    }

    private static Stream<TestClass> read(Path report) {
        try {
            Matcher suite = SUITE.matcher(Files.readString(report));
            return suite.find()
                    ? Stream.of(new TestClass(suite.group(1), Double.parseDouble(suite.group(2).replace(",", ""))))
                    : Stream.empty();
        } catch (IOException e) {
            throw new IllegalStateException(report + " cannot be read", e);
        }
    }
}
