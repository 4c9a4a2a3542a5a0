package io.tidemark.cli.teardown;

/** Where a pipeline has made something: a server, or the machine on which a teardown runs. */
public enum Place {
    POSTGRES("Postgres", "a capture"),
    KAFKA("Kafka", "a sink"),
    REGISTRY("registry", ""),
    NEO4J("Neo4j", ""),
    MACHINE("this machine", "");

    private final String title;
    private final String running;

    Place(String title, String running) {
        this.title = title;
        this.running = running;
    }

    /** Its name in words. */
    public String title() {
        return title;
    }

    /** What is seen to run only there; empty where nothing is. */
    String running() {
        return running;
    }
}
