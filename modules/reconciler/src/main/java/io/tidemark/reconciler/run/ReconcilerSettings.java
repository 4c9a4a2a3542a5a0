package io.tidemark.reconciler.run;

import io.tidemark.events.KafkaSettings;
import io.tidemark.events.RegistrySettings;
import io.tidemark.graphstore.GraphSettings;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.postgres.DatabaseUrl;
import java.nio.file.Path;

/**
 * What a reconciler needs.
 *
 * @param database a role that may read the mapped tables
 * @param graph a user that may read; for clear and rebuild one that may write
 * @param kafka for check and stats alone
 * @param registry for check alone
 * @param prefix the pipeline's
 * @param mapping what is compared
 * @param state the folder for checkpoints and the last result; made when it is needed
 */
public record ReconcilerSettings(
        DatabaseUrl database,
        GraphSettings graph,
        KafkaSettings kafka,
        RegistrySettings registry,
        String prefix,
        Mapping mapping,
        Path state) {}
