@NullMarked
package org.sekimori.lab.world;

import org.jspecify.annotations.NullMarked;
