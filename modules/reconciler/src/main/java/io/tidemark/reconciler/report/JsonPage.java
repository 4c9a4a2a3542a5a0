package io.tidemark.reconciler.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tidemark.reconciler.verify.TableResult;
import io.tidemark.reconciler.verify.VerifyResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report for machines. Pure. */
final class JsonPage {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final ReportData data;

    JsonPage(ReportData data) {
        this.data = data;
    }

    String render() {
        VerifyResult result = data.result();
        Wording wording = new Wording(data);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("prefix", data.prefix());
        fields.put("database", data.database());
        fields.put("verdict", result.verdict().name().toLowerCase(Locale.ROOT));
        fields.put("complete", result.isComplete());
        fields.put("everything", data.everything());
        fields.put("scope", result.scope());
        fields.put("began", result.began());
        fields.put("ended", result.ended());
        fields.put("seconds", wording.seconds());
        fields.put("rowsPerSecond", Math.round(wording.rowsPerSecond()));
        fields.put("tidemark", data.tidemark());
        fields.put("tables", result.tables().stream().map(JsonPage::table).toList());
        fields.put("notCompared", wording.notCompared());
        fields.put("driftCount", result.driftCount());
        fields.put("driftsAreOfThisRun", data.listBelongs());
        fields.put("drifts", data.drifts().stream().map(DriftedKey::json).toList());
        fields.put("runs", data.runs());
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are JSON", e);
        }
    }

    private static Map<String, @Nullable Object> table(TableResult table) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table", table.table().toString());
        fields.put("rows", table.rows());
        fields.put("elements", table.elements());
        fields.put("suspects", table.suspects());
        fields.put("missing", table.missing());
        fields.put("extra", table.extra());
        fields.put("different", table.different());
        fields.put("strays", table.strays());
        fields.put("unsettled", table.unsettled());
        fields.put("notCompared", table.notCompared());
        return fields;
    }
}
