@org.jspecify.annotations.NullMarked
package org.penstock.expansion.sql;
