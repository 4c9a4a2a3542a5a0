package io.tidemark.capture.telemetry;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * What Debezium says about itself over JMX, in this process
 * (debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-monitoring). Thread-safe.
 */
final class EngineMetrics {

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName streaming;
    private final ObjectName snapshot;

    /** @param prefix Debezium's {@code topic.prefix} */
    EngineMetrics(String prefix) {
        streaming = name("streaming", prefix);
        snapshot = name("snapshot", prefix);
    }

    private static ObjectName name(String context, String prefix) {
        try {
            return new ObjectName("debezium.postgres:type=connector-metrics,context=" + context + ",server="
                    + (prefix.matches("[\\w.-]+") ? prefix : ObjectName.quote(prefix)));
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("no name of a topic prefix: " + prefix, e);
        }
    }

    /** Records between the reader and the publisher; NaN while there is no engine. */
    double queued() {
        return queueCapacity() - number(streaming, "QueueRemainingCapacity");
    }

    /** How many fit; NaN while there is no engine. */
    double queueCapacity() {
        return number(streaming, "QueueTotalCapacity");
    }

    /** 1 while a snapshot is read, 0 before and after. */
    double snapshotRunning() {
        return Boolean.TRUE.equals(read(snapshot, "SnapshotRunning")) ? 1 : 0;
    }

    /** Tables that a running snapshot has not finished. */
    double tablesRemaining() {
        return snapshotRunning() == 0 ? 0 : number(snapshot, "RemainingTableCount");
    }

    private double number(ObjectName bean, String attribute) {
        return read(bean, attribute) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private Object read(ObjectName bean, String attribute) {
        try {
            Object value = beans.getAttribute(bean, attribute);
            return value == null ? "" : value;
        } catch (JMException e) {
            // not there: the engine is not, or not yet
            return "";
        }
    }
}
