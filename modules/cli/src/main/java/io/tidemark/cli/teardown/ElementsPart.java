package io.tidemark.cli.teardown;

import io.tidemark.model.amount.Amounts;
import io.tidemark.reconciler.rebuild.Clear;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.ReconcilerSettings;
import io.tidemark.reconciler.run.Stop;
import java.util.List;
import java.util.stream.Collectors;

/** The mapped elements: they go as a clear takes them. */
final class ElementsPart implements Part {

    private final Endpoints endpoints;
    private final Clear clear;

    ElementsPart(ReconcilerSettings settings) {
        this.endpoints = Endpoints.open(settings);
        this.clear = new Clear(endpoints, "./tidemark teardown --graph mapped", Observer.NONE, new Stop());
    }

    @Override
    public List<Thing> things() {
        Clear.Plan plan = clear.plan();
        boolean none = plan.parts().stream()
                .allMatch(part -> part.going() == 0 && part.staying().carried() == 0);
        String name = plan.parts().stream()
                .map(part -> Amounts.count(part.going()) + " " + part.name())
                .collect(Collectors.joining(", "));
        return List.of(
                none
                        ? Thing.absent(Made.ELEMENTS, name)
                        : Thing.going(
                                Made.ELEMENTS,
                                name,
                                "run it as a user who is allowed to write",
                                () -> left(clear.run())));
    }

    private static String left(Clear.Result result) {
        return result.parts().stream().flatMap(part -> part.left().stream()).collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        endpoints.close();
    }
}
