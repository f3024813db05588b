/** Request bodies: collected without a thread, within a memory limit. */
@NullMarked
package org.sekimori.api.body;

import org.jspecify.annotations.NullMarked;
