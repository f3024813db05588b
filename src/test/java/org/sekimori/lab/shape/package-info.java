@NullMarked
package org.sekimori.lab.shape;

import org.jspecify.annotations.NullMarked;
