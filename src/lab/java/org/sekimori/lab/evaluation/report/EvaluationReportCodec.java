package org.sekimori.lab.evaluation.report;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON of a report: the records of {@link EvaluationReport}, names in snake case. */
public final class EvaluationReportCodec {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private EvaluationReportCodec() {}

    /** One object, indented, with a line feed at its end. */
    public static String of(EvaluationReport report) {
        return JSON.writeValueAsString(report).replace("\r\n", "\n") + "\n";
    }

    /** A report that was written before. */
    public static EvaluationReport read(String json) {
        return JSON.readValue(json, EvaluationReport.class);
    }
}
