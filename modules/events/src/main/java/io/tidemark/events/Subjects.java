package io.tidemark.events;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** The subjects of a schema registry, as far as a pipeline's topics have some. One thread; the caller closes it. */
public final class Subjects implements AutoCloseable {

    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    private final RegistrySettings settings;
    private final SchemaRegistryClient registry;

    /** Nothing is contacted yet. */
    public Subjects(RegistrySettings settings) {
        this.settings = settings;
        this.registry = RegistryCheck.patient(settings).connect();
    }

    /** What became of a subject. */
    public enum Deletion {
        /** No version of it is left. */
        FOR_GOOD,
        /** The registry keeps its versions, marked as deleted: it does not delete for good. */
        SOFT
    }

    /** A question to the registry. */
    @FunctionalInterface
    private interface Call<T> {

        T ask() throws IOException, RestClientException;
    }

    /**
     * All subjects whose names begin so, those marked as deleted among them.
     *
     * @throws TidemarkException RETRY when the registry is unavailable, USAGE when it refuses this user
     */
    public SortedSet<String> beginningWith(String start) {
        SortedSet<String> names =
                new TreeSet<>(call("list subjects", () -> registry.getAllSubjects(true), new TreeSet<>()));
        names.removeIf(name -> !name.startsWith(start));
        return names;
    }

    /** Whether a capture has registered the values of this topic: their schema's name is the topic's with {@code .Envelope} behind it. */
    public boolean isWritten(String topic) {
        String subject = topic + "-value";
        return call(
                "read the schema of " + subject,
                () -> isEnvelope(registry.getLatestSchemaMetadata(subject).getSchema(), topic),
                false);
    }

    private static boolean isEnvelope(String schema, String topic) {
        try {
            return new Schema.Parser().parse(schema).getFullName().equals(topic + ".Envelope");
        } catch (AvroRuntimeException e) {
            return false; // another kind of schema, which no capture registers
        }
    }

    /**
     * Deletes a subject with its own compatibility setting, for good where the registry does that; nothing happens where there is none.
     *
     * @throws TidemarkException RETRY when the registry is unavailable, USAGE when it refuses this user
     */
    public Deletion delete(String subject) {
        String what = "delete subject " + subject;
        call(
                what,
                () -> {
                    registry.deleteCompatibility(subject);
                    return true;
                },
                true);
        call(what, () -> !registry.deleteSubject(subject).isEmpty(), false);
        try {
            registry.deleteSubject(subject, true);
            return Deletion.FOR_GOOD;
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                return Deletion.FOR_GOOD;
            }
            if (isRefusal(e) || e.getStatus() >= SERVER_ERROR) {
                throw failure(what, e);
            }
            return Deletion.SOFT;
        } catch (IOException e) {
            throw failure(what, e);
        }
    }

    private <T> T call(String what, Call<T> call, T notFound) {
        try {
            return call.ask();
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                return notFound;
            }
            throw failure(what, e);
        } catch (IOException e) {
            throw failure(what, e);
        }
    }

    private static boolean isRefusal(RestClientException e) {
        return e.getStatus() == 401 || e.getStatus() == 403;
    }

    private TidemarkException failure(String what, Exception e) {
        boolean refused = e instanceof RestClientException answer && isRefusal(answer);
        String detail =
                " (" + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")";
        return new TidemarkException(
                refused ? Category.USAGE : Category.RETRY,
                new Problem(
                        "the schema registry at " + settings + (refused ? " refuses to " : " cannot ") + what,
                        (refused ? "check schema.registry.*" : "is it running? Run the command again then") + detail),
                e);
    }

    @Override
    public void close() {
        try {
            registry.close();
        } catch (IOException e) {
            throw failure("be left", e);
        }
    }
}
