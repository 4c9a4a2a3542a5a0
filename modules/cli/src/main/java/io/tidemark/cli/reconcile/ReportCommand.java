package io.tidemark.cli.reconcile;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.report.Report;
import io.tidemark.reconciler.run.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "report", description = "Tells the last comparison as Markdown, JSON or a page with pictures.")
final class ReportCommand implements Callable<Integer> {

    @Mixin
    private final Reconciling reconciling = new Reconciling();

    @Option(names = "--format", description = "markdown, json or html (default: ${DEFAULT-VALUE})")
    private Format format = Format.MARKDOWN;

    @Option(names = "--to", paramLabel = "FILE", description = "write it to a file instead of stdout")
    private @Nullable Path file;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "how many drifted keys are listed; the rest is counted (default: ${DEFAULT-VALUE})",
            defaultValue = "1000")
    private int limit;

    /** Forms of a report. */
    enum Format {
        MARKDOWN,
        JSON,
        HTML
    }

    @Override
    public Integer call() {
        try (StateFolder state = StateFolder.open(reconciling.reconciler().state())) {
            Report report = Report.read(state, Math.max(0, limit));
            Format chosen = reconciling.isJson() ? Format.JSON : format;
            String text = switch (chosen) {
                case MARKDOWN -> report.markdown();
                case JSON -> report.json();
                case HTML -> report.html();
            };
            if (file == null) {
                reconciling.print(text);
            } else {
                Files.writeString(file, text);
            }
            return ReconcileExit.OK;
        } catch (IOException e) {
            throw new TidemarkException(Category.USAGE, file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
