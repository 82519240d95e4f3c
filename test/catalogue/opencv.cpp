// OpenCV on its own headers.
// REQUIRES: opencv
// RUN: %check_marks %s -- %flags -I/usr/include/opencv4
#include "coroutine.h"

#include <opencv2/highgui.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/ml.hpp>
#include <opencv2/objdetect.hpp>
#include <opencv2/videoio.hpp>

mock::task<> watch(cv::VideoCapture &camera, cv::CascadeClassifier &faces, std::vector<uchar> bytes) {
  cv::Mat picture = cv::imread("a.png");               // BAD: file
  cv::Mat copy = picture.clone();                      // OK: a copy
  cv::imwrite("b.png", picture);                       // BAD: file
  cv::imencode(".jpg", picture, bytes);                // BAD: cpu-bound
  copy = cv::imdecode(bytes, cv::IMREAD_COLOR);        // BAD: cpu-bound
  cv::cvtColor(picture, copy, cv::COLOR_BGR2GRAY);     // OK: a millisecond
  cv::bilateralFilter(picture, copy, 9, 75, 75);       // BAD: cpu-bound
  std::vector<cv::Rect> found;
  faces.detectMultiScale(copy, found);                 // BAD: cpu-bound
  faces.empty();                                       // OK: a flag
  camera.isOpened();                                   // OK: a flag
  camera.read(picture);                                // BAD: device
  camera >> picture;                                   // BAD: device
  cv::VideoCapture none;                               // OK: opens nothing
  cv::VideoCapture other(0);                           // BAD: device
  cv::waitKey(1);                                      // BAD: nested-event-loop
  cv::pollKey();                                       // OK: does not wait
  cv::imshow("a", picture);                            // OK: hands it to the window
  co_return;
}

mock::task<> learned(cv::Mat picture, cv::Mat labels, cv::Ptr<cv::ml::SVM> machine) {
  cv::Mat out;
  cv::GaussianBlur(picture, out, cv::Size(9, 9), 0);       // BAD: cpu-bound
  cv::threshold(picture, out, 100, 255, 0);                // OK: a millisecond
  machine->train(picture, cv::ml::ROW_SAMPLE, labels);     // BAD: cpu-bound
  machine->isTrained();                                    // OK: only looks
  co_return;
}
