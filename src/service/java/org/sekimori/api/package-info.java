/** The HTTP API. */
@NullMarked
package org.sekimori.api;

import org.jspecify.annotations.NullMarked;
