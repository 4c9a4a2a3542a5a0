package io.tidemark.cli.teardown;

/** What a pipeline makes, or has an administrator make, by where it is; {@code docs/footprint.md} has a row for each, in this order. */
public enum Made {
    SLOT("Postgres", "replication slot"),
    PUBLICATION("Postgres", "publication"),
    IDENTITY("Postgres", "replica identity"),
    ROLE("Postgres", "role"),
    SERVER_SETTING("Postgres", "server setting"),
    TOPIC("Kafka", "topic"),
    GROUP("Kafka", "consumer group"),
    TRANSACTIONAL_ID("Kafka", "transactional id"),
    ACLS("Kafka", "ACLs"),
    SUBJECT("registry", "subject"),
    ELEMENTS("Neo4j", "mapped elements"),
    REFERENCES("Neo4j", "reference labels"),
    POSITIONS("Neo4j", "positions"),
    CONSTRAINT("Neo4j", "constraint"),
    STATE("this machine", "state folder");

    private final String place;
    private final String title;

    Made(String place, String title) {
        this.place = place;
        this.title = title;
    }

    /** The server, or the machine. */
    public String place() {
        return place;
    }

    /** What it is there. */
    public String title() {
        return title;
    }
}
