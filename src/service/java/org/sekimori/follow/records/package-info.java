/** Logs that are JSON objects, one a line: KumoMTA's records. */
@NullMarked
package org.sekimori.follow.records;

import org.jspecify.annotations.NullMarked;
