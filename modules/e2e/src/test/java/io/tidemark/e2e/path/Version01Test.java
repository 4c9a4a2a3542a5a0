package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.resume.ResumePointJson;
import io.tidemark.events.ProgressRecord;
import io.tidemark.events.RowChangeDecoder;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.position.Progress;
import io.tidemark.postgres.TableIdentity;
import io.tidemark.settings.mapping.MappingFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What version 0.1 wrote is read. */
final class Version01Test {

    private static final int TABLES = 4;

    @Test
    void its_records_are_the_rows_that_the_tables_had() {
        Map<Integer, Schema> schemas = Version01.schemas();
        RowChangeDecoder decoder = new RowChangeDecoder(
                mapping(), new TopicNames(Version01.PREFIX), id -> Objects.requireNonNull(schemas.get(id)));
        Map<TableName, Set<RowKey>> rows = new HashMap<>();
        for (Version01.Kept kept : Version01.records()) {
            RowChange change = decoder.decode(kept.topic(), kept.key(), kept.value());
            Set<RowKey> keys = rows.computeIfAbsent(change.table(), none -> new HashSet<>());
            if (change instanceof RowChange.Upsert) {
                keys.add(change.key());
            } else {
                keys.remove(change.key());
            }
        }
        assertThat(rows.get(TableName.parse("users"))).hasSize(10);
        assertThat(rows.get(TableName.parse("follows"))).hasSize(17);
        assertThat(rows.get(TableName.parse("mutes"))).hasSize(1);
        assertThat(rows.get(TableName.parse("blocks"))).hasSize(1);
    }

    @Test
    void its_progress_is_read() {
        Progress progress = ProgressRecord.parse(Version01.progress().getBytes(StandardCharsets.UTF_8));
        assertThat(progress.lsn().value()).isPositive();
        assertThat(progress.ends()).hasSize(TABLES);
    }

    @Test
    void its_resume_point_is_continued() {
        ResumePoint point = ResumePointJson.parse(Version01.resumePoint());
        assertThat(point.position().streaming()).isPresent();
        assertThat(point.ends()).hasSize(TABLES);
        assertThat(point.keySchemas()).isEmpty();
        assertThat(point.source().timeline()).isNull();
        point.source()
                .tables()
                .forEach((table, ids) -> assertThat(TableIdentity.isSame(ids, ids + "/790.791/16387:750"))
                        .as(table)
                        .isTrue());
    }

    private static Mapping mapping() {
        return MappingFile.read(Path.of(System.getProperty("tidemark.root", "../.."), "connectors/social-graph.yaml")
                .toString());
    }
}
