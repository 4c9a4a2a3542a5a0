package io.tidemark.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a process for its metrics and its health. */
final class Scrape {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    private final String place;

    private Scrape(String place) {
        this.place = place;
    }

    /** Of a process at a port of this machine. */
    static Scrape at(int port) {
        return new Scrape("http://localhost:" + port);
    }

    /** A probe's answer: status, a space, and the reason. */
    String health(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        return answer.statusCode() + " " + answer.body().strip();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(place + path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    Metrics metrics() throws IOException, InterruptedException {
        return Metrics.parse(get("/metrics").body());
    }

    /**
     * What was exported.
     *
     * @param kinds gauge, counter or histogram, by name
     * @param labels the values of each label, by name and then by label; of all samples of a metric together
     * @param values each sample's value, by the sample as it was written
     */
    record Metrics(
            Map<String, String> kinds, Map<String, Map<String, Set<String>>> labels, Map<String, Double> values) {

        static Metrics parse(String text) {
            Metrics metrics = new Metrics(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
            text.lines().forEach(metrics::take);
            return metrics;
        }

        private void take(String line) {
            Matcher type = TYPE.matcher(line);
            if (type.matches()) {
                kinds.put(type.group(1), type.group(2));
                labels.put(type.group(1), new TreeMap<>());
                return;
            }
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                return;
            }
            values.put(line.substring(0, line.lastIndexOf(' ')), Double.valueOf(sample.group(3)));
            Map<String, Set<String>> found = labels.getOrDefault(family(sample.group(1)), new TreeMap<>());
            Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
            while (label.find()) {
                if (!label.group(1).equals("le")) {
                    found.computeIfAbsent(label.group(1), name -> new TreeSet<>())
                            .add(label.group(2));
                }
            }
        }

        private String family(String sample) {
            return kinds.containsKey(sample) ? sample : sample.replaceFirst("_(bucket|count|sum)$", "");
        }

        double value(String sample) {
            return values.getOrDefault(sample, Double.NaN);
        }
    }
}
