package org.sekimori.archive.panels;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A map with one layer of documents in tiles, over the base map.
 *
 * @param field of points
 * @param precision zoom of the tiles that are counted
 */
record MapPanel(KqlQuery query, String field, int precision) {

    /**
     * How many zooms finer than the map its tiles are: {@code getGeoGridPrecisionResolutionDelta} in elastic/kibana, {@code
     * x-pack/platform/plugins/shared/maps/public/classes/sources/es_geo_grid_source}.
     */
    private static final Map<String, Integer> FINER = Map.of("COARSE", 2, "FINE", 3, "MOST_FINE", 4);

    static MapPanel of(JsonNode attributes) {
        JsonNode found = null;
        for (JsonNode layer : attributes.path("layerListJSON")) {
            String source = layer.path("sourceDescriptor").path("type").asString();
            if (source.equals("ES_GEO_GRID") && found == null) {
                found = layer;
            } else if (!source.equals("EMS_TMS")) {
                throw new IllegalArgumentException("a map has a base map and one layer of tiles, not " + source);
            }
        }
        if (found == null || !attributes.path("mapStateJSON").path("filters").isEmpty()) {
            throw new IllegalArgumentException("a map has a layer of tiles and says in its query what it filters");
        }
        JsonNode source = found.path("sourceDescriptor");
        int zoom = (int) Math.ceil(attributes.path("mapStateJSON").path("zoom").asDouble());
        Integer finer = FINER.get(source.path("resolution").asString());
        return new MapPanel(
                KqlQuery.parse(LensPanel.kuery(found.path("query"))),
                source.path("geoField").asString(),
                zoom + finer);
    }

    ObjectNode request(ObjectNode within) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("size", 0);
        request.set("query", within);
        request.putObject("aggs")
                .putObject("tiles")
                .putObject("geotile_grid")
                .put("field", field)
                .put("precision", precision)
                .put("size", 10_000);
        return request;
    }

    Map<String, Long> tiles(JsonNode answer) {
        Map<String, Long> tiles = new HashMap<>();
        answer.path("aggregations")
                .path("tiles")
                .path("buckets")
                .forEach(tile -> tiles.put(
                        tile.path("key").asString(), tile.path("doc_count").asLong()));
        return tiles;
    }

    /** The same from rows, whose points are latitude and longitude. */
    Map<String, Long> tiles(List<DocumentRow> rows) {
        Map<String, Long> tiles = new HashMap<>();
        for (DocumentRow row : rows) {
            for (Object point : row.all(field)) {
                tiles.merge(tile((double[]) point), 1L, Long::sum);
            }
        }
        return tiles;
    }

    /** Web Mercator tiles (https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames). */
    private String tile(double[] point) {
        long tiles = 1L << precision;
        double latitude = Math.toRadians(point[0]);
        long x = (long) Math.floor((point[1] + 180) / 360 * tiles);
        long y = (long) Math.floor((1 - Math.log(Math.tan(latitude) + 1 / Math.cos(latitude)) / Math.PI) / 2 * tiles);
        return precision + "/" + x + "/" + y;
    }
}
