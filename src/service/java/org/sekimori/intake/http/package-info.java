/** Decision requests and event batches, independent of the web layer. */
@NullMarked
package org.sekimori.intake.http;

import org.jspecify.annotations.NullMarked;
