package io.tidemark.capture.avro;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers schemas with a registry whose subjects it holds to backward compatibility. Not thread-safe. */
public final class RegisteredSchemas implements SchemaIds {

    private static final String COMPATIBILITY = "BACKWARD";
    private static final String KEY = "-key";
    private static final int CONFLICT = 409;
    private static final int INVALID = 422;

    /** Confluent's registry in its mode READONLY, as during a migration; it comes with 422, too. */
    private static final int READ_ONLY = 42205;

    private static final Logger LOG = LoggerFactory.getLogger(RegisteredSchemas.class);

    private final SchemaRegistryClient registry;
    private final Set<String> preparedSubjects = new HashSet<>();

    public RegisteredSchemas(SchemaRegistryClient registry) {
        this.registry = registry;
    }

    @Override
    public int idOf(String subject, Schema schema) {
        try {
            int id = registry.register(subject, new AvroSchema(schema));
            if (!preparedSubjects.contains(subject)) {
                requireCompatibility(subject);
                preparedSubjects.add(subject);
            }
            if (subject.endsWith(KEY)) {
                requireFirst(subject, id);
            }
            return id;
        } catch (RestClientException e) {
            throw refused(subject, schema, e);
        } catch (IOException e) {
            throw new TidemarkException(
                    Category.RETRY,
                    "the schema registry cannot be reached for subject " + subject + " (" + firstLine(e) + ")",
                    e);
        }
    }

    /**
     * The id is a part of the key's bytes, and they choose the partition and what compaction takes for the same row:
     * under another id a row would have two keys.
     */
    private void requireFirst(String subject, int id) throws IOException, RestClientException {
        int first = registry.getSchemaMetadata(subject, 1).getId();
        if (first != id) {
            throw new TidemarkException(
                    Category.FATAL,
                    "the key of " + subject.substring(0, subject.length() - KEY.length())
                            + " changed (schema " + id + ", was " + first
                            + "): rows would have two keys in its topic. Change the primary key's columns back, or move to"
                            + " another prefix (./tidemark move --to PREFIX)");
        }
    }

    private void requireCompatibility(String subject) throws IOException, RestClientException {
        String current;
        try {
            current = registry.getCompatibility(subject);
        } catch (RestClientException e) {
            // The subject has no setting of its own yet: Confluent answers 40408, Apicurio 404.
            if (e.getStatus() != 404) {
                throw e;
            }
            current = "";
        }
        if (!COMPATIBILITY.equals(current.toUpperCase(Locale.ROOT))) {
            registry.updateCompatibility(subject, COMPATIBILITY);
        }
    }

    private TidemarkException refused(String subject, Schema schema, RestClientException e) {
        boolean conflict = e.getStatus() == CONFLICT && isIncompatible(subject, schema);
        boolean invalid = e.getStatus() == INVALID && e.getErrorCode() != READ_ONLY;
        if (conflict || invalid) {
            return new TidemarkException(
                    Category.FATAL,
                    "the schema registry refuses the schema of " + subject + ": " + conflicts(subject, schema)
                            + "change the table back, then, because records of the refused type are in the log, run ./tidemark"
                            + " capture --resnapshot; or move to another prefix (./tidemark move --to PREFIX). It says: "
                            + firstLine(e),
                    e);
        }
        if (e.getStatus() == 401 || e.getStatus() == 403) {
            return new TidemarkException(
                    Category.FATAL,
                    "the schema registry does not let the capture write " + subject + " (" + firstLine(e)
                            + "): check its user and password",
                    e);
        }
        return new TidemarkException(
                Category.RETRY,
                "the schema registry cannot register " + subject + " now (HTTP " + e.getStatus() + ", " + firstLine(e)
                        + ")",
                e);
    }

    /** A registry that has just started can call a subject it knows a conflict: only what it says when asked counts. */
    private boolean isIncompatible(String subject, Schema schema) {
        try {
            return !registry.testCompatibility(subject, new AvroSchema(schema));
        } catch (RestClientException | IOException e) {
            LOG.debug("the compatibility of {} cannot be asked for", subject, e);
            return false;
        }
    }

    private String conflicts(String subject, Schema schema) {
        try {
            String latest = registry.getLatestSchemaMetadata(subject).getSchema();
            String columns = ColumnConflicts.between(new Schema.Parser().parse(latest), schema);
            return columns.isEmpty() ? "" : columns + "; ";
        } catch (RestClientException | IOException | AvroRuntimeException e) {
            LOG.debug("the latest schema of {} cannot be compared", subject, e);
            return "";
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
