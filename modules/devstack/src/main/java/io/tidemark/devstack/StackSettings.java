package io.tidemark.devstack;

/**
 * What a stack may use of the machine.
 *
 * @param fsync whether Postgres forces its log to disk; without it commits are faster and a power cut may ruin the data folder (a
 *     killed process does not)
 */
public record StackSettings(
        int kafkaHeapMegabytes,
        int registryHeapMegabytes,
        int neo4jHeapMegabytes,
        int neo4jPageCacheMegabytes,
        boolean fsync) {

    /** Enough for a graph of a few million elements, about 2 GB resident in all. */
    public static StackSettings defaults() {
        return new StackSettings(512, 256, 512, 256, true);
    }

    public StackSettings withKafkaHeapMegabytes(int megabytes) {
        return new StackSettings(megabytes, registryHeapMegabytes, neo4jHeapMegabytes, neo4jPageCacheMegabytes, fsync);
    }

    public StackSettings withNeo4jMemory(int heapMegabytes, int pageCacheMegabytes) {
        return new StackSettings(kafkaHeapMegabytes, registryHeapMegabytes, heapMegabytes, pageCacheMegabytes, fsync);
    }

    public StackSettings withoutFsync() {
        return new StackSettings(
                kafkaHeapMegabytes, registryHeapMegabytes, neo4jHeapMegabytes, neo4jPageCacheMegabytes, false);
    }
}
