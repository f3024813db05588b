package org.sekimori.archive.panels;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a panel asks of the known day, put to Elasticsearch and to rows. */
public final class PanelEvaluation {

    private final DashboardPanel panel;
    private final DateMath now;
    private final Instant from;

    /** Over the known day. */
    public PanelEvaluation(DashboardPanel panel) {
        this(panel, KnownDayFixture.START, KnownDayFixture.END);
    }

    /** Over other documents, of a time that the dashboard shows. */
    public PanelEvaluation(DashboardPanel panel, Instant since, Instant now) {
        this.panel = panel;
        this.now = new DateMath(now);
        this.from = panel.from().isEmpty() ? since : this.now.at(panel.from());
    }

    /** Whether the panel shows anything: a line with a number other than 0, a document, or a circle. */
    public boolean shows(Function<ObjectNode, JsonNode> search) {
        return switch (panel.type()) {
            case "lens" -> shown(search).hasNumbers();
            case "search" -> {
                SearchPanel asked = SearchPanel.of(panel.attributes());
                yield !asked.lines(search.apply(asked.request(within(asked.query()))))
                        .isEmpty();
            }
            default -> {
                MapPanel asked = MapPanel.of(panel.attributes());
                yield !asked.tiles(search.apply(asked.request(within(asked.query()))))
                        .isEmpty();
            }
        };
    }

    /**
     * Where the two answers differ, one sentence each; also a panel that shows nothing.
     *
     * @param search puts a request to the indices of the panel's data view
     * @param rows of all kinds
     */
    public List<String> differences(Function<ObjectNode, JsonNode> search, List<DocumentRow> rows) {
        return switch (panel.type()) {
            case "lens" -> lens(search, rows);
            case "search" -> documents(search, rows);
            default -> map(search, rows);
        };
    }

    /** What a Lens panel shows. */
    public PanelTable shown(Function<ObjectNode, JsonNode> search) {
        LensPanel lens = LensPanel.of(panel.attributes());
        LensSearchBuilder asked = new LensSearchBuilder(lens, now);
        ObjectNode within = within(lens.query());
        PanelTable found = asked.table(search.apply(asked.request(within)));
        for (String parent : asked.parents(found)) {
            asked.addOtherWithin(found, parent, search.apply(asked.otherWithin(within, parent, found)));
        }
        asked.other(within, found).ifPresent(request -> asked.addOther(found, search.apply(request)));
        return found;
    }

    private List<String> lens(Function<ObjectNode, JsonNode> search, List<DocumentRow> rows) {
        LensPanel lens = LensPanel.of(panel.attributes());
        PanelTable found = shown(search);
        PanelTable counted = new LensRowEvaluator(lens, now, ofView(rows)).table(rows(rows, lens.query()));
        List<String> differences = found.differences(counted);
        if (!counted.hasNumbers()) {
            differences.add("the panel is empty");
        }
        return differences;
    }

    private List<String> documents(Function<ObjectNode, JsonNode> search, List<DocumentRow> rows) {
        SearchPanel asked = SearchPanel.of(panel.attributes());
        List<SearchPanel.Line> found = asked.lines(search.apply(asked.request(within(asked.query()))));
        List<SearchPanel.Line> counted = asked.lines(rows(rows, asked.query()));
        List<String> differences = new ArrayList<>();
        if (!order(found).equals(order(counted))) {
            differences.add("another order: " + order(found) + " against " + order(counted));
        }
        if (!found.stream().sorted().toList().equals(counted.stream().sorted().toList())) {
            differences.add("Elasticsearch has " + found + ", the log has " + counted);
        }
        for (int i = 0; i < asked.columns().size(); i++) {
            int column = i;
            if (counted.stream().allMatch(line -> line.cells().get(column).isEmpty())) {
                differences.add("the column " + asked.columns().get(i) + " is empty");
            }
        }
        return differences;
    }

    private static List<String> order(List<SearchPanel.Line> lines) {
        return lines.stream().map(SearchPanel.Line::last).toList();
    }

    private List<String> map(Function<ObjectNode, JsonNode> search, List<DocumentRow> rows) {
        MapPanel asked = MapPanel.of(panel.attributes());
        Map<String, Long> found = asked.tiles(search.apply(asked.request(within(asked.query()))));
        Map<String, Long> counted = asked.tiles(rows(rows, asked.query()));
        List<String> differences = new ArrayList<>();
        if (!found.equals(counted)) {
            differences.add("Elasticsearch has the tiles " + found + ", counted are " + counted);
        }
        if (counted.isEmpty()) {
            differences.add("the panel is empty");
        }
        return differences;
    }

    private ObjectNode within(KqlQuery query) {
        ObjectNode within = JsonNodeFactory.instance.objectNode();
        var filters = within.putObject("bool").putArray("filter");
        filters.addObject()
                .putObject("range")
                .putObject("@timestamp")
                .put("gte", from.toString())
                .put("lte", now.instant().toString())
                .put("format", "strict_date_optional_time");
        filters.add(query.search(now));
        return within;
    }

    private List<DocumentRow> ofView(List<DocumentRow> rows) {
        String kind = panel.view().replaceFirst("^sekimori-", "");
        return rows.stream()
                .filter(row -> kind.equals("all") || kind.equals(row.kind()))
                .toList();
    }

    private List<DocumentRow> rows(List<DocumentRow> rows, KqlQuery query) {
        return ofView(rows).stream()
                .filter(row -> !row.time().isBefore(from) && !row.time().isAfter(now.instant()))
                .filter(row -> query.matches(row, now))
                .toList();
    }
}
