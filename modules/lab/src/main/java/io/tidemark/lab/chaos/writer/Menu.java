package io.tidemark.lab.chaos.writer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a writer chooses from; what is named more often is done more often. */
final class Menu {

    private final List<Step> steps = new ArrayList<>();

    static Menu usual() {
        return new Menu()
                .with(16, SmallSteps::addEdge)
                .with(8, SmallSteps::removeEdge)
                .with(4, SmallSteps::touchEdge)
                .with(8, SmallSteps::rename)
                .with(4, SmallSteps::softDelete)
                .with(3, SmallSteps::deleteUser)
                .with(3, SmallSteps::createUser)
                .with(3, SmallSteps::deleteAndCreate)
                .with(10, RaceSteps::insertHot)
                .with(8, RaceSteps::deleteHot)
                .with(4, RaceSteps::flicker)
                .with(6, KeySteps::moveUser)
                .with(1, KeySteps::moveMany)
                .with(6, KeySteps::moveEdge)
                .with(6, MediumSteps::addEdges)
                .with(4, MediumSteps::removeEdges)
                .with(3, MediumSteps::touchEdges)
                .with(1, MediumSteps::createUsers)
                .with(4, MediumSteps::savepoints)
                .with(2, MediumSteps::rollback)
                .with(2, RefreshSteps::edges)
                .with(2, RefreshSteps::users)
                .with(1, RefreshSteps::range)
                .with(2, RefreshSteps::amongChanges)
                .with(1, TruncateSteps::edges);
    }

    /** The same where the tables of relations are there, too. */
    static Menu withRelations() {
        return usual().with(8, RelationSteps::add)
                .with(3, RelationSteps::addMany)
                .with(8, RelationSteps::move)
                .with(4, RelationSteps::fill)
                .with(6, RelationSteps::flicker)
                .with(4, RelationSteps::decide)
                .with(3, RelationSteps::renumber)
                .with(6, RelationSteps::remove)
                .with(1, RelationSteps::removeMany)
                .with(1, RelationSteps::truncate)
                .with(12, PostSteps::write)
                .with(8, PostSteps::move)
                .with(4, PostSteps::softDelete)
                .with(4, PostSteps::delete)
                .with(4, PostSteps::deleteAndWrite)
                .with(8, VisitSteps::add)
                .with(2, VisitSteps::addMany)
                .with(4, VisitSteps::touch)
                .with(4, VisitSteps::move)
                .with(5, VisitSteps::remove)
                .with(6, RoomSteps::furnish)
                .with(4, RoomSteps::close)
                .with(4, RoomSteps::renumber)
                .with(3, RoomSteps::move)
                .with(4, RoomSteps::delete)
                .with(2, RoomSteps::ask)
                .with(6, DoorSteps::add)
                .with(2, DoorSteps::addMany)
                .with(3, DoorSteps::touch)
                .with(4, DoorSteps::move)
                .with(5, DoorSteps::remove);
    }

    private Menu with(int weight, Step step) {
        for (int i = 0; i < weight; i++) {
            steps.add(step);
        }
        return this;
    }

    Step choose(Random random) {
        return steps.get(random.nextInt(steps.size()));
    }
}
