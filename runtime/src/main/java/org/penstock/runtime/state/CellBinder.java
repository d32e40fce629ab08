package org.penstock.runtime.state;

import java.util.Objects;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.SetState;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.StateBinder;
import org.apache.beam.sdk.state.StateContext;
import org.apache.beam.sdk.state.StateContexts;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.state.WatermarkHoldState;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.CombineWithContext.CombineFnWithContext;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.util.CombineFnUtil;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.CoderSerializer;

/** Gets Flink's state for one cell, and remembers how to look at it in any namespace. */
final class CellBinder implements StateBinder {
  private final KeyedStates states;
  private final HoldCells holds;
  private final String name;
  private @Nullable Cell<?> cell;

  /** A cell of a step, whatever the key and the namespace. */
  @FunctionalInterface
  interface Cell<S extends State> {
    S view(StateNamespace namespace, StateContext<?> context);
  }

  private CellBinder(KeyedStates states, HoldCells holds, String name) {
    this.states = states;
    this.holds = holds;
    this.name = name;
  }

  /**
   * Binds a cell.
   *
   * @param name of Flink's state
   */
  static Cell<?> bind(KeyedStates states, HoldCells holds, String name, StateSpec<?> spec) {
    CellBinder binder = new CellBinder(states, holds, name);
    spec.bind(name, binder);
    return Objects.requireNonNull(binder.cell);
  }

  private <S extends State> S bound(Cell<S> newCell) {
    cell = newCell;
    return newCell.view(StateNamespaces.global(), StateContexts.nullContext());
  }

  @Override
  public <T> ValueState<T> bindValue(String id, StateSpec<ValueState<T>> spec, Coder<T> coder) {
    var state = states.get(new ValueStateDescriptor<>(name, new CoderSerializer<>(coder)));
    return bound((namespace, context) -> new ValueView<>(state, namespace));
  }

  @Override
  public <T> BagState<T> bindBag(String id, StateSpec<BagState<T>> spec, Coder<T> coder) {
    var state =
        states.get(new ListStateDescriptor<>(name, CoderSerializer.ofElements(marking(coder))));
    return bound((namespace, context) -> new BagView<>(state, namespace));
  }

  @Override
  public <T> SetState<T> bindSet(String id, StateSpec<SetState<T>> spec, Coder<T> coder) {
    KeyCodec<T> codec = new KeyCodec<>(coder);
    var state =
        states.get(
            new MapStateDescriptor<>(
                name, new MapKeySerializer(coder), BooleanSerializer.INSTANCE));
    return bound((namespace, context) -> new SetView<>(state, namespace, codec));
  }

  @Override
  public <K, V> MapState<K, V> bindMap(
      String id, StateSpec<MapState<K, V>> spec, Coder<K> keyCoder, Coder<V> valueCoder) {
    KeyCodec<K> codec = new KeyCodec<>(keyCoder);
    var state =
        states.get(
            new MapStateDescriptor<>(
                name, new MapKeySerializer(keyCoder), new CoderSerializer<>(valueCoder)));
    return bound((namespace, context) -> new MapView<>(state, namespace, codec));
  }

  @Override
  public <T> OrderedListState<T> bindOrderedList(
      String id, StateSpec<OrderedListState<T>> spec, Coder<T> coder) {
    boolean sorted = states.mapsAreSorted();
    var state =
        states.get(
            new MapStateDescriptor<>(
                name, NumberedTime.Serializer.INSTANCE, CoderSerializer.ofElements(coder)));
    return bound((namespace, context) -> new OrderedListView<>(state, namespace, sorted));
  }

  @Override
  public <K, V> MultimapState<K, V> bindMultimap(
      String id, StateSpec<MultimapState<K, V>> spec, Coder<K> keyCoder, Coder<V> valueCoder) {
    KeyCodec<K> codec = new KeyCodec<>(keyCoder);
    var state =
        states.get(
            new MapStateDescriptor<>(
                name,
                new NumberedKey.Serializer(keyCoder),
                CoderSerializer.ofElements(valueCoder)));
    return bound((namespace, context) -> new MultimapView<>(state, namespace, codec));
  }

  @Override
  public <I, A, O> CombiningState<I, A, O> bindCombining(
      String id,
      StateSpec<CombiningState<I, A, O>> spec,
      Coder<A> coder,
      CombineFn<I, A, O> combineFn) {
    var state = states.get(new ValueStateDescriptor<>(name, new CoderSerializer<>(marking(coder))));
    return bound((namespace, context) -> new CombiningView<>(state, namespace, combineFn));
  }

  @Override
  public <I, A, O> CombiningState<I, A, O> bindCombiningWithContext(
      String id,
      StateSpec<CombiningState<I, A, O>> spec,
      Coder<A> coder,
      CombineFnWithContext<I, A, O> combineFn) {
    var state = states.get(new ValueStateDescriptor<>(name, new CoderSerializer<>(marking(coder))));
    return bound(
        (namespace, context) ->
            new CombiningView<>(state, namespace, CombineFnUtil.bindContext(combineFn, context)));
  }

  @Override
  public WatermarkHoldState bindWatermark(
      String id, StateSpec<WatermarkHoldState> spec, TimestampCombiner combiner) {
    return bound((namespace, context) -> new HoldView(holds, name, namespace, combiner));
  }

  private static Coder<Object> marking(Coder<?> coder) {
    return new NullMarkingCoder<>(coder);
  }
}
