/** Commands about lists. */
@NullMarked
package org.sekimori.cli.lists;

import org.jspecify.annotations.NullMarked;
