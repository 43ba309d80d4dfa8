import type { TableModel } from '../analysis.ts';
import type { RfmResult, SegmentRow } from './result.ts';

/** A segment's name as a table cell of format `message`: the default name's key, or the user's text. */
export function segmentCell({ id, name }: Pick<SegmentRow, 'id' | 'name'>): string {
  return name ?? `rfm_segment_${id}`;
}

/** One row a segment. */
export function rfmTable(result: RfmResult): TableModel {
  return {
    columns: [
      { key: 'segment', title: 'rfm_column_segment', format: 'message' },
      { key: 'customers', title: 'rfm_column_customers', format: 'count' },
      { key: 'shareOfCustomers', title: 'rfm_column_share_of_customers', format: 'percent' },
      { key: 'orders', title: 'rfm_column_orders', format: 'count' },
      { key: 'revenue', title: 'rfm_column_revenue', format: 'money' },
      { key: 'shareOfRevenue', title: 'rfm_column_share_of_revenue', format: 'percent' },
      { key: 'averageOrder', title: 'rfm_column_average_order', format: 'money' },
      { key: 'medianRecency', title: 'rfm_column_median_recency', format: 'number' },
      { key: 'medianFrequency', title: 'rfm_column_median_frequency', format: 'number' },
      { key: 'medianMonetary', title: 'rfm_column_median_monetary', format: 'money' },
    ],
    rows: result.segments.map((segment) => ({
      segment: segmentCell(segment),
      customers: segment.customers,
      shareOfCustomers: segment.shareOfCustomers,
      orders: segment.orders,
      revenue: segment.revenue,
      shareOfRevenue: segment.shareOfRevenue,
      averageOrder: segment.averageOrder,
      medianRecency: segment.medianRecency,
      medianFrequency: segment.medianFrequency,
      medianMonetary: segment.medianMonetary,
    })),
  };
}
