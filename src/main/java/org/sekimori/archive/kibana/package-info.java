/**
 * Kibana: the saved objects in {@code dashboards/}, in the language of their readers, and how they get into a running Kibana over
 * its HTTP API. Entered by the command line.
 */
@NullMarked
package org.sekimori.archive.kibana;

import org.jspecify.annotations.NullMarked;
