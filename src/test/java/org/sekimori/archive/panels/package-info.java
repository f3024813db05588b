/**
 * What the panels of the dashboards ask, twice: as the search that Kibana makes from a saved object, and as a count over rows that
 * are read from the log's own records without any code of the archive.
 */
package org.sekimori.archive.panels;
