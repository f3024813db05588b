/** What accounts share, such as networks and recipient lists, and the bounded counts that they are told about each other. */
@NullMarked
package org.sekimori.neighbours;

import org.jspecify.annotations.NullMarked;
