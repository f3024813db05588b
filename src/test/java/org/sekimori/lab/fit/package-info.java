@NullMarked
package org.sekimori.lab.fit;

import org.jspecify.annotations.NullMarked;
