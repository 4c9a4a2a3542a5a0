package io.tidemark.devstack;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stack may use of the machine.
 *
 * @param brokers Kafka's, from 1 to {@link Server#MOST_BROKERS}; 0 for as many as the stack has, at first one. Several have a controller beside
 *     them, replicate each topic to all and take a write when all but one have it.
 * @param kafkaHeapMegabytes of one broker; where there are several, each has at most {@value #ONE_OF_SEVERAL_MEGABYTES}
 * @param neo4jTransactionMegabytes what one transaction of Neo4j may take; 0 for what Neo4j has by default
 * @param fsync whether Postgres forces its log to disk; without it commits are faster and a power cut may ruin the data folder (a
 *     killed process does not)
 * @param quickStart whether the servers compile their code once only: they start with half the work, and a load that lasts runs slower
 * @param tls null for servers that take plain connections only
 */
public record StackSettings(
        int brokers,
        int kafkaHeapMegabytes,
        int registryHeapMegabytes,
        int neo4jHeapMegabytes,
        int neo4jPageCacheMegabytes,
        int neo4jTransactionMegabytes,
        boolean fsync,
        boolean quickStart,
        @Nullable Tls tls) {

    private static final int ONE_OF_SEVERAL_MEGABYTES = 256;

    public StackSettings {
        if (brokers < 0 || brokers > Server.MOST_BROKERS) {
            throw new DevstackException("a stack has 1 to " + Server.MOST_BROKERS + " brokers, not " + brokers);
        }
    }

    /**
     * A certificate for the servers. Postgres and Neo4j then take TLS besides plain connections on the same port. Each broker gets a
     * listener more, with TLS and SASL (SCRAM-SHA-512), whose users may do what its ACLs say; users of the plain one may do everything.
     *
     * @param certificates a PEM file: the servers' certificate and those that vouch for it
     * @param key a PEM file: the certificate's private key, PKCS 8, readable by nobody else
     */
    public record Tls(Path certificates, Path key) {}

    /** Enough for a graph of a few million elements, about 2 GB resident in all. */
    public static StackSettings defaults() {
        return new StackSettings(0, 512, 256, 512, 256, 0, true, false, null);
    }

    public StackSettings withBrokers(int number) {
        return new StackSettings(
                number,
                kafkaHeapMegabytes,
                registryHeapMegabytes,
                neo4jHeapMegabytes,
                neo4jPageCacheMegabytes,
                neo4jTransactionMegabytes,
                fsync,
                quickStart,
                tls);
    }

    /** What one of the brokers has. */
    public int brokerHeapMegabytes() {
        return brokers > 1 ? Math.min(ONE_OF_SEVERAL_MEGABYTES, kafkaHeapMegabytes) : kafkaHeapMegabytes;
    }

    public StackSettings withKafkaHeapMegabytes(int megabytes) {
        return new StackSettings(
                brokers,
                megabytes,
                registryHeapMegabytes,
                neo4jHeapMegabytes,
                neo4jPageCacheMegabytes,
                neo4jTransactionMegabytes,
                fsync,
                quickStart,
                tls);
    }

    public StackSettings withNeo4jMemory(int heapMegabytes, int pageCacheMegabytes) {
        return new StackSettings(
                brokers,
                kafkaHeapMegabytes,
                registryHeapMegabytes,
                heapMegabytes,
                pageCacheMegabytes,
                neo4jTransactionMegabytes,
                fsync,
                quickStart,
                tls);
    }

    public StackSettings withNeo4jTransactionMegabytes(int megabytes) {
        return new StackSettings(
                brokers,
                kafkaHeapMegabytes,
                registryHeapMegabytes,
                neo4jHeapMegabytes,
                neo4jPageCacheMegabytes,
                megabytes,
                fsync,
                quickStart,
                tls);
    }

    public StackSettings withoutFsync() {
        return new StackSettings(
                brokers,
                kafkaHeapMegabytes,
                registryHeapMegabytes,
                neo4jHeapMegabytes,
                neo4jPageCacheMegabytes,
                neo4jTransactionMegabytes,
                false,
                quickStart,
                tls);
    }

    public StackSettings withTls(Tls certificate) {
        return new StackSettings(
                brokers,
                kafkaHeapMegabytes,
                registryHeapMegabytes,
                neo4jHeapMegabytes,
                neo4jPageCacheMegabytes,
                neo4jTransactionMegabytes,
                fsync,
                quickStart,
                certificate);
    }

    public StackSettings withQuickStart() {
        return new StackSettings(
                brokers,
                kafkaHeapMegabytes,
                registryHeapMegabytes,
                neo4jHeapMegabytes,
                neo4jPageCacheMegabytes,
                neo4jTransactionMegabytes,
                fsync,
                true,
                tls);
    }

    /** What else a server's Java is started with. */
    public List<String> javaOptions() {
        return quickStart ? List.of("-XX:TieredStopAtLevel=1") : List.of();
    }
}
