@NullMarked
package org.sekimori.cli;

import org.jspecify.annotations.NullMarked;
