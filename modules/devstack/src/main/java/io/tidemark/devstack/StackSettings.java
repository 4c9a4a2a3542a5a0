package io.tidemark.devstack;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a stack may use of the machine.
 *
 * @param neo4jTransactionMegabytes what one transaction of Neo4j may take; 0 for what Neo4j has by default
 * @param fsync whether Postgres forces its log to disk; without it commits are faster and a power cut may ruin the data folder (a
 *     killed process does not)
 * @param tls null for servers that take plain connections only
 */
public record StackSettings(
        int kafkaHeapMegabytes,
        int registryHeapMegabytes,
        int neo4jHeapMegabytes,
        int neo4jPageCacheMegabytes,
        int neo4jTransactionMegabytes,
        boolean fsync,
        @Nullable Tls tls) {

    /**
     * A certificate for the servers. Postgres and Neo4j then take TLS besides plain connections on the same port. Kafka gets a listener
     * more, with TLS and SASL (SCRAM-SHA-512), whose users may do what its ACLs say; users of the plain one may do everything.
     *
     * @param certificates a PEM file: the servers' certificate and those that vouch for it
     * @param key a PEM file: the certificate's private key, PKCS 8, readable by nobody else
     */
    public record Tls(Path certificates, Path key) {}

    /** Enough for a graph of a few million elements, about 2 GB resident in all. */
    public static StackSettings defaults() {
        return new StackSettings(512, 256, 512, 256, 0, true, null);
    }

    public StackSettings withKafkaHeapMegabytes(int megabytes) {
        return new StackSettings(
                megabytes,
                registryHeapMegabytes,
                neo4jHeapMegabytes,
                neo4jPageCacheMegabytes,
                neo4jTransactionMegabytes,
                fsync,
                tls);
    }

    public StackSettings withNeo4jMemory(int heapMegabytes, int pageCacheMegabytes) {
        return new StackSettings(
                kafkaHeapMegabytes,
                registryHeapMegabytes,
                heapMegabytes,
                pageCacheMegabytes,
                neo4jTransactionMegabytes,
                fsync,
                tls);
    }

    public StackSettings withNeo4jTransactionMegabytes(int megabytes) {
        return new StackSettings(
                kafkaHeapMegabytes,
                registryHeapMegabytes,
                neo4jHeapMegabytes,
                neo4jPageCacheMegabytes,
                megabytes,
                fsync,
                tls);
    }

    public StackSettings withoutFsync() {
        return new StackSettings(
                kafkaHeapMegabytes,
                registryHeapMegabytes,
                neo4jHeapMegabytes,
                neo4jPageCacheMegabytes,
                neo4jTransactionMegabytes,
                false,
                tls);
    }

    public StackSettings withTls(Tls certificate) {
        return new StackSettings(
                kafkaHeapMegabytes,
                registryHeapMegabytes,
                neo4jHeapMegabytes,
                neo4jPageCacheMegabytes,
                neo4jTransactionMegabytes,
                fsync,
                certificate);
    }
}
