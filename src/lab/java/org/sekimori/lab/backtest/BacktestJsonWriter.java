package org.sekimori.lab.backtest;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a report as JSON: the records of {@link BacktestReport}, names in snake case, times as RFC 3339. */
public final class BacktestJsonWriter {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private BacktestJsonWriter() {}

    /** One object, indented, with a line feed at its end. */
    public static String of(BacktestReport report) {
        return JSON.writeValueAsString(report).replace("\r\n", "\n") + "\n";
    }
}
