package io.tidemark.cli.teardown;

import io.tidemark.events.Subjects;
import io.tidemark.events.TopicNames;
import io.tidemark.reconciler.run.ReconcilerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The subjects of the tables' topics. */
final class RegistryPart implements Part {

    private final ReconcilerSettings settings;
    private final TopicNames names;
    private final Subjects subjects;

    /** @param subjects the caller's */
    RegistryPart(ReconcilerSettings settings, Subjects subjects) {
        this.settings = settings;
        this.names = new TopicNames(settings.prefix());
        this.subjects = subjects;
    }

    @Override
    public List<Thing> things() {
        Set<String> mapped =
                settings.mapping().tables().stream().map(names::table).collect(Collectors.toSet());
        List<Thing> things = new ArrayList<>();
        for (String subject : subjects.beginningWith(settings.prefix() + ".")) {
            String topic = subject.replaceFirst("-(key|value)$", "");
            things.add(
                    mapped.contains(topic) || subjects.isWritten(topic)
                            ? Thing.going(Made.SUBJECT, subject, byHand(subject), () -> delete(subject))
                            : Thing.staying(
                                    Made.SUBJECT, subject, "no capture has registered it, so it may be another's"));
        }
        return things.isEmpty() ? List.of(Thing.absent(Made.SUBJECT, settings.prefix() + ".…")) : things;
    }

    private String byHand(String subject) {
        String url = settings.registry() + "/subjects/" + subject;
        return "curl -X DELETE " + url + " && curl -X DELETE '" + url + "?permanent=true'";
    }

    private String delete(String subject) {
        return switch (subjects.delete(subject)) {
            case FOR_GOOD -> "";
            case SOFT -> "the registry keeps its versions, marked as deleted";
        };
    }
}
