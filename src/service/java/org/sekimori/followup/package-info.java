/** Sends notices about cases, grants and refusals, once each, from an outbox. */
@NullMarked
package org.sekimori.followup;

import org.jspecify.annotations.NullMarked;
