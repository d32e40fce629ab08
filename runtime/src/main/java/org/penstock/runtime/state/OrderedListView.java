package org.penstock.runtime.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.State;
import org.joda.time.Instant;

/**
 * A list in the order of timestamps, equal ones in the order in which they were added: a map whose
 * keys are places. On a backend that keeps maps sorted, reading a range stops behind it, and only
 * the values in the range are decoded.
 *
 * @param sorted whether the backend keeps maps sorted
 */
record OrderedListView<T>(
    NamespacedState<MapState<NumberedTime, T>> state, StateNamespace namespace, boolean sorted)
    implements OrderedListState<T> {

  @Override
  public void add(TimestampedValue<T> value) {
    long millis = value.getTimestamp().getMillis();
    state.change(
        namespace,
        s -> {
          int number = Numbers.firstFree(n -> s.contains(new NumberedTime(millis, n)));
          s.put(new NumberedTime(millis, number), value.getValue());
        });
  }

  @Override
  public Iterable<TimestampedValue<T>> read() {
    return state.read(namespace, s -> select(s, place -> true, place -> false));
  }

  @Override
  public Iterable<TimestampedValue<T>> readRange(Instant minTimestamp, Instant limitTimestamp) {
    long min = minTimestamp.getMillis();
    long limit = limitTimestamp.getMillis();
    return state.read(namespace, s -> select(s, p -> p.millis() >= min, p -> p.millis() >= limit));
  }

  private Iterable<TimestampedValue<T>> select(
      MapState<NumberedTime, T> map, Predicate<NumberedTime> from, Predicate<NumberedTime> until)
      throws Exception {
    record Element<V>(NumberedTime place, V value) {}
    List<Element<T>> elements = new ArrayList<>();
    for (Map.Entry<NumberedTime, T> entry : map.entries()) {
      NumberedTime place = entry.getKey();
      boolean behind = until.test(place);
      if (behind && sorted) {
        break;
      }
      if (!behind && from.test(place)) {
        elements.add(new Element<>(place, entry.getValue()));
      }
    }
    if (!sorted) {
      elements.sort(Comparator.comparing(Element::place));
    }
    List<TimestampedValue<T>> values = new ArrayList<>(elements.size());
    for (Element<T> element : elements) {
      values.add(
          TimestampedValue.of(element.value(), Instant.ofEpochMilli(element.place().millis())));
    }
    return values;
  }

  @Override
  public void clearRange(Instant minTimestamp, Instant limitTimestamp) {
    long min = minTimestamp.getMillis();
    long limit = limitTimestamp.getMillis();
    state.change(
        namespace,
        s -> {
          List<NumberedTime> places = new ArrayList<>();
          for (NumberedTime place : s.keys()) {
            if (place.millis() >= limit) {
              if (sorted) {
                break;
              }
            } else if (place.millis() >= min) {
              places.add(place);
            }
          }
          for (NumberedTime place : places) {
            s.remove(place);
          }
        });
  }

  @Override
  public OrderedListState<T> readRangeLater(Instant minTimestamp, Instant limitTimestamp) {
    return this;
  }

  @Override
  public ReadableState<Boolean> isEmpty() {
    return new LazyRead<>(() -> state.read(namespace, MapState::isEmpty));
  }

  @Override
  public OrderedListState<T> readLater() {
    return this;
  }

  @Override
  public void clear() {
    state.change(namespace, State::clear);
  }
}
