/** Reads and writes the compact binary state of accounts. */
@NullMarked
package org.sekimori.profile.codec;

import org.jspecify.annotations.NullMarked;
