/** Over a list that is held still: how many rows are new, and the way to see them. */
export function NewAbove({ count, onShow }: { count: number; onShow: () => void }) {
  if (count === 0) return null;
  return (
    <div className="sticky top-15 z-20 flex h-0 justify-center" role="status">
      <button
        type="button"
        onClick={onShow}
        className="touch -mt-1 flex h-7 items-center rounded-full border border-accent-text bg-raised px-3 font-medium text-accent-text text-xs shadow-raised"
      >
        {count} new · show
      </button>
    </div>
  );
}
