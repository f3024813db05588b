@NullMarked
package org.sekimori.cases;

import org.jspecify.annotations.NullMarked;
