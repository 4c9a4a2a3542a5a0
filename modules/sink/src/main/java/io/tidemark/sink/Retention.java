package io.tidemark.sink;

import io.tidemark.events.KafkaCalls;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.position.Watermark;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of a graph that was left behind for longer than a topic keeps deletes: a delete may have been compacted away
 * unseen. By the age of the last applied record, so it may warn where a topic was merely quiet. Thread-safe.
 */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Admin admin;

    Retention(Admin admin) {
        this.admin = admin;
    }

    /** Warns if so; there are records after the watermark. */
    void warnIfOutlived(Watermark watermark, long nowMillis) {
        if (watermark.recordMillis() < 0) {
            return;
        }
        try {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, watermark.topic());
            Map<ConfigResource, Config> described = KafkaCalls.get(
                    "read the configuration of " + watermark.topic(),
                    admin.describeConfigs(java.util.List.of(topic)).all());
            Config config = described.get(topic);
            if (config == null || config.get(TopicConfig.DELETE_RETENTION_MS_CONFIG) == null) {
                return;
            }
            long kept = Long.parseLong(
                    config.get(TopicConfig.DELETE_RETENTION_MS_CONFIG).value());
            if (isOutlived(watermark, kept, nowMillis)) {
                LOG.warn(
                        "{}-{} keeps deletes for {} h, but the last record the graph has of it is {} h old: deletes may be"
                                + " gone; run a repair or a rebuild",
                        watermark.topic(),
                        watermark.partition(),
                        Duration.ofMillis(kept).toHours(),
                        Duration.ofMillis(nowMillis - watermark.recordMillis()).toHours());
            }
        } catch (TidemarkException unknown) {
            LOG.debug("how long {} keeps deletes is not known: {}", watermark.topic(), unknown.getMessage());
        }
    }

    static boolean isOutlived(Watermark watermark, long keptMillis, long nowMillis) {
        return watermark.recordMillis() >= 0 && nowMillis - watermark.recordMillis() > keptMillis;
    }
}
