package org.sekimori.web.layout;

import org.sekimori.web.staff.StaffRole;

/**
 * An entry in the console's navigation; each family of pages declares its own as a bean.
 *
 * @param order from left to right
 * @param path such as {@code /console/cases}; pages below it belong to it, too
 * @param key of its name in the messages
 * @param least the role that sees it
 * @param also another path whose pages belong to it; empty without one
 */
public record NavigationItem(int order, String path, String key, StaffRole least, String also) {

    /** An entry whose pages are all below its path. */
    public NavigationItem(int order, String path, String key, StaffRole least) {
        this(order, path, key, least, "");
    }

    /** Whether a page belongs to it. */
    boolean covers(String page) {
        return path.equals("/console/")
                ? page.equals(path)
                : within(path, page) || (!also.isEmpty() && within(also, page));
    }

    private static boolean within(String path, String page) {
        return page.equals(path) || page.startsWith(path + "/");
    }
}
