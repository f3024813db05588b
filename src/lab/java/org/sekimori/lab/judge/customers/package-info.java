/** The judge's honest customers. */
@NullMarked
package org.sekimori.lab.judge.customers;

import org.jspecify.annotations.NullMarked;
