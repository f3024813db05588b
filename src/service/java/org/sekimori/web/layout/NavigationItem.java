package org.sekimori.web.layout;

import org.sekimori.web.staff.StaffRole;

/**
 * An entry in the console's navigation; each family of pages declares its own as a bean.
 *
 * @param order from left to right
 * @param path such as {@code /console/cases}; pages below it belong to it, too
 * @param key of its name in the messages
 * @param least the role that sees it
 */
public record NavigationItem(int order, String path, String key, StaffRole least) {

    /** Whether a page belongs to it. */
    boolean covers(String page) {
        return path.equals("/console/") ? page.equals(path) : page.equals(path) || page.startsWith(path + "/");
    }
}
