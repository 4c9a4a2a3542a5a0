package io.tidemark.cli.teardown;

/** What a pipeline makes, or has an administrator make, by where it is; {@code docs/footprint.md} has a row for each, in this order. */
public enum Made {
    SLOT(Place.POSTGRES, "replication slot"),
    PUBLICATION(Place.POSTGRES, "publication"),
    IDENTITY(Place.POSTGRES, "replica identity"),
    ROLE(Place.POSTGRES, "role"),
    SERVER_SETTING(Place.POSTGRES, "server setting"),
    TOPIC(Place.KAFKA, "topic"),
    GROUP(Place.KAFKA, "consumer group"),
    TRANSACTIONAL_ID(Place.KAFKA, "transactional id"),
    ACLS(Place.KAFKA, "ACLs"),
    SUBJECT(Place.REGISTRY, "subject"),
    ELEMENTS(Place.NEO4J, "mapped elements"),
    REFERENCES(Place.NEO4J, "reference labels"),
    POSITIONS(Place.NEO4J, "positions"),
    CONSTRAINT(Place.NEO4J, "constraint"),
    VECTOR_INDEX(Place.NEO4J, "vector index"),
    STATE(Place.MACHINE, "state folder");

    private final Place place;
    private final String title;

    Made(Place place, String title) {
        this.place = place;
        this.title = title;
    }

    /** Where it is. */
    public Place place() {
        return place;
    }

    /** What it is there. */
    public String title() {
        return title;
    }
}
