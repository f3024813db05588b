/** Imports the dashboards of {@code dashboards/} into Kibana over its HTTP API. */
@NullMarked
package org.sekimori.archive.kibana;

import org.jspecify.annotations.NullMarked;
