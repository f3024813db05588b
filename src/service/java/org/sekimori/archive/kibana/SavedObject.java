package org.sekimori.archive.kibana;

import tools.jackson.databind.node.ObjectNode;

/**
 * A saved object as Kibana imports it.
 *
 * @param type such as {@code dashboard}
 * @param id that others refer to
 * @param title that people see
 * @param json the whole object on one line of an import
 */
public record SavedObject(String type, String id, String title, ObjectNode json) {}
