/** MTA hooks as Stalwart sends them over HTTP: a request becomes a submission, an answer an action. */
@NullMarked
package org.sekimori.intake.mtahook;

import org.jspecify.annotations.NullMarked;
