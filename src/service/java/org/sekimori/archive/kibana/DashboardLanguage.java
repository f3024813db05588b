package org.sekimori.archive.kibana;

/** In which the saved objects speak to their readers. */
public enum DashboardLanguage {
    EN,
    JA
}
