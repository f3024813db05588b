/** Tests of logs that are JSON objects. */
@NullMarked
package org.sekimori.follow.records;

import org.jspecify.annotations.NullMarked;
