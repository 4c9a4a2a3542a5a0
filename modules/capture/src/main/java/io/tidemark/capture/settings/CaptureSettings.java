package io.tidemark.capture.settings;

import io.tidemark.events.KafkaSettings;
import io.tidemark.events.RegistrySettings;
import io.tidemark.events.TopicNames;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.ReplicationSlot;

/**
 * What a capture needs to know.
 *
 * @param database the database to capture; its user needs REPLICATION and SELECT on the mapped tables
 * @param kafka Kafka's address, and what is passed to each of its clients
 * @param registry the schema registry
 * @param topics the topic names; the slot, the publication and the transactional id are named after their prefix
 * @param mapping the tables to capture
 * @param columns what is captured of them
 */
public record CaptureSettings(
        DatabaseUrl database,
        KafkaSettings kafka,
        RegistrySettings registry,
        TopicNames topics,
        Mapping mapping,
        Columns columns) {

    private static final int LONGEST_POSTGRES_NAME = 63;

    /** What is captured of a mapped table. */
    public enum Columns {
        /** The key and the mapped columns; the publication sends whole rows, of which the rest goes no further than the capture. */
        MAPPED,
        /**
         * The same, and the publication lists them, so that nothing else leaves the database. Postgres then refuses to drop
         * a listed column or to change its type.
         */
        LISTED,
        /** Every column, for other readers of the topics. */
        ALL
    }

    public CaptureSettings {
        if (topics.prefix().isBlank() || topics.prefix().length() > LONGEST_POSTGRES_NAME) {
            throw new IllegalArgumentException("topic prefix '" + topics.prefix()
                    + "' must have 1 to 63 characters: the replication slot is named after it");
        }
    }

    /** The replication slot: the prefix in lower case, with underscores for what Postgres does not allow in it. */
    public String slotName() {
        return ReplicationSlot.nameFor(topics.prefix());
    }

    /** The publication that covers the mapped tables; named as the slot is. */
    public String publicationName() {
        return slotName();
    }

    /** The Kafka transactional id: at most one capture of a prefix can write. */
    public String transactionalId() {
        return topics.captureTransactionalId();
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return database + " to " + kafka + " under " + topics.prefix();
    }
}
