package io.tidemark.sink;

import io.tidemark.concurrent.Retries;
import io.tidemark.events.DeadLetter;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.Closeable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes dead letters to their topic, one by one and acknowledged, says and counts them. Thread-safe. */
final class DeadLetterTopic implements DeadLetterSink, Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterTopic.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** Lines in a minute; the rest is only counted. */
    private static final int SAID_PER_MINUTE = 20;

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final String topic;
    private final Retries retries;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong kept = new AtomicLong();
    private long minuteStart = System.nanoTime();
    private int saidThisMinute;

    DeadLetterTopic(Map<String, Object> configuration, String topic, Retries retries) {
        this.topic = topic;
        this.retries = retries;
        this.producer = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void keep(DeadLetter letter) {
        retries.untilDone(() -> send(letter));
        say(letter, kept.incrementAndGet());
    }

    /** How many were kept, repeats included. */
    long count() {
        return kept.get();
    }

    private boolean send(DeadLetter letter) {
        try {
            producer.send(letter.toRecord(topic)).get();
            return true;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof RecordTooLargeException && letter.value() != null) {
                return send(letter.withoutValue());
            }
            throw failure(letter, cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TidemarkException(Category.RETRY, "interrupted while writing to " + topic, e);
        } catch (org.apache.kafka.common.KafkaException e) {
            throw failure(letter, e);
        }
    }

    private TidemarkException failure(DeadLetter letter, Throwable cause) {
        Category category = cause instanceof RetriableException ? Category.RETRY : Category.FATAL;
        return new TidemarkException(
                category,
                "dead letter " + letter.place() + " cannot be written to " + topic + ": " + cause.getMessage(),
                cause);
    }

    private synchronized void say(DeadLetter letter, long number) {
        long now = System.nanoTime();
        if (now - minuteStart >= MINUTE_NANOS) {
            minuteStart = now;
            saidThisMinute = 0;
        }
        if (++saidThisMinute <= SAID_PER_MINUTE) {
            LOG.warn("dead letter {}; kept in {}, ./tidemark dead-letters shows it ({} so far)", letter, topic, number);
        } else if (saidThisMinute == SAID_PER_MINUTE + 1) {
            LOG.warn("more dead letters: they are kept in {} and no longer said one by one for a minute", topic);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
