package io.tidemark.devstack.download;

import io.tidemark.devstack.Resources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The server versions of the root pom, as the build wrote them into a resource. */
public record Versions(String postgres, String kafka, String log4j, String apicurio, String neo4j) {

    public static Versions ofThisBuild() {
        Properties properties = new Properties();
        try (InputStream resource = Resources.open("versions.properties")) {
            properties.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Versions(
                version(properties, "postgres"),
                version(properties, "kafka"),
                version(properties, "log4j"),
                version(properties, "apicurio"),
                version(properties, "neo4j"));
    }

    private static String version(Properties properties, String name) {
        String version = properties.getProperty(name, "");
        if (version.isEmpty() || version.startsWith("$")) {
            throw new IllegalStateException("versions.properties has no version for " + name + ": build with Maven");
        }
        return version;
    }
}
