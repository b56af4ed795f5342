import { guardService } from '../guard.js';
import { type TargetChecksOptions, type TargetChecksService, targetChecksService } from '../targets/checks.js';
import { type TargetsOptions, type TargetsService, targetsService } from '../targets/targets.js';
import { type ForecastsService, forecastsService } from './forecasts.js';
import { type MetricReportsService, metricReportsService } from './reports.js';

/** Numbers of the catalogue, and what is to be reached of them. */
export interface MetricServices {
  forecasts: ForecastsService;
  metricReports: MetricReportsService;
  targetChecks: TargetChecksService;
  targets: TargetsService;
}

export const metricServices = (options: TargetsOptions & TargetChecksOptions): MetricServices => ({
  forecasts: guardService(options.store, forecastsService(options)),
  metricReports: guardService(options.store, metricReportsService(options)),
  targetChecks: targetChecksService(options),
  targets: guardService(options.store, targetsService(options)),
});
