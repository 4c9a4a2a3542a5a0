package io.tidemark.capture.publish;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** Sees that every topic is there: a broker would make a missing one on its own, not compacted and with other partitions. */
public final class TopicCheck {

    private TopicCheck() {}

    /**
     * Passes when the progress topic and the topic of every mapped table exist.
     *
     * @throws TidemarkException FATAL when topics are missing, USAGE when the settings for Kafka cannot be used, RETRY when Kafka does not answer
     */
    public static void run(CaptureSettings settings) throws InterruptedException {
        List<String> needed = Stream.concat(
                        settings.mapping().tables().stream().map(settings.topics()::table),
                        Stream.of(settings.topics().progress()))
                .toList();
        try (Admin admin = KafkaAdmin.open(new KafkaClients(settings).common())) {
            Set<String> present = admin.listTopics().names().get();
            Set<String> missing = new TreeSet<>(needed);
            missing.removeAll(present);
            if (!missing.isEmpty()) {
                throw new TidemarkException(
                        Category.FATAL,
                        "Kafka has no topic " + String.join(", ", missing)
                                + ": run ./tidemark setup, or correct TIDEMARK_PREFIX");
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new TidemarkException(
                    Category.RETRY,
                    "Kafka at " + settings.bootstrapServers() + " does not list its topics ("
                            + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ")",
                    e);
        }
    }
}
